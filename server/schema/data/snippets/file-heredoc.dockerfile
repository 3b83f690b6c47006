COPY <<"${1:END}" ${2:/etc/app/config.yaml}
$0
$1
