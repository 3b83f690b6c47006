# syntax=docker/dockerfile:1

FROM composer:${1:2.10} AS dependencies
WORKDIR /app
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/tmp/cache \\
    composer install --no-dev --no-scripts --no-autoloader --prefer-dist --no-interaction
COPY . .
RUN composer dump-autoload --no-dev --no-scripts --classmap-authoritative

FROM php:${2:8.5-fpm-alpine3.24}
RUN cp "\$PHP_INI_DIR/php.ini-production" "\$PHP_INI_DIR/php.ini"
WORKDIR /var/www/html
COPY --link --from=dependencies /app ./
USER 82:82
EXPOSE 9000
CMD ["php-fpm"]
