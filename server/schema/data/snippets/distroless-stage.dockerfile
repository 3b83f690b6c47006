FROM gcr.io/distroless/${1|static,cc,base|}-debian13:nonroot AS ${2:runtime}
COPY --link --from=${3:build} /out/${4:app} /$4
USER 65532:65532
EXPOSE ${5:8080}
ENTRYPOINT ["/$4"]
