ADD --checksum=sha256:${1:digest} ${2:https://example.com/file.tar.gz} ${3:/tmp/}
