RUN apk add --no-cache ${1:ca-certificates}
