RUN apk add --no-cache --virtual .build ${1:build-base} && \\
    ${2:make install} && \\
    apk del .build
