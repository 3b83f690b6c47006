VERSION="$(curl -fsSL https://example.org/latest | grep -o '"tag_name": *"[^"]*"' | cut -d'"' -f4)"; \
test -n "$VERSION" && \
curl -fsSLo /tmp/a.tgz "https://example.org/${VERSION#v}/a-$(uname -s | tr '[:upper:]' '[:lower:]').tgz" && \
echo "${SHA256}  /tmp/a.tgz" | sha256sum -c - && tar -xzf /tmp/a.tgz -C /usr/local --strip-components=1 && rm "/tmp/a.tgz"
export SEMVER=`echo $VERSION | awk -F. '{print $1"."$2}'`
