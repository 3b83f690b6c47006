# syntax=docker/dockerfile:1

FROM gradle:${1:9.7-jdk25-noble} AS build
WORKDIR /src
COPY settings.gradle* build.gradle* gradle.properties* ./
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \\
    gradle --no-daemon dependencies
COPY src ./src
RUN --mount=type=cache,target=/home/gradle/.gradle,sharing=locked \\
    gradle --no-daemon ${2:bootJar} -x test && \\
    install -D build/libs/${3:app}.jar /out/app.jar

FROM eclipse-temurin:${4:25-jre-noble}
ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75
WORKDIR /app
COPY --link --from=build /out/app.jar ./
USER 10001:10001
EXPOSE ${5:8080}
ENTRYPOINT ["java", "-jar", "/app/app.jar"]
