# syntax=docker/dockerfile:1

FROM maven:${1:3.9-eclipse-temurin-25-noble} AS build
WORKDIR /src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2,sharing=locked \\
    mvn -B -ntp dependency:go-offline
COPY src ./src
RUN --mount=type=cache,target=/root/.m2,sharing=locked \\
    mvn -B -ntp package -DskipTests && \\
    install -D target/${2:app}.jar /out/app.jar

FROM eclipse-temurin:${3:25-jre-noble}
ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75
WORKDIR /app
COPY --link --from=build /out/app.jar ./
USER 10001:10001
EXPOSE ${4:8080}
ENTRYPOINT ["java", "-jar", "/app/app.jar"]
