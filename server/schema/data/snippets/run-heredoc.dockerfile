<<END
set -eu
$0
END
