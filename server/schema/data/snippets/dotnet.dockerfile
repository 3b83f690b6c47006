# syntax=docker/dockerfile:1

FROM --platform=\$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${1:10.0-noble} AS build
ARG TARGETARCH
WORKDIR /src
COPY ${2:App}.csproj ./
RUN --mount=type=cache,target=/root/.nuget/packages \\
    dotnet restore -a "\$TARGETARCH"
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \\
    dotnet publish --no-restore -c Release -a "\$TARGETARCH" -o /out

FROM mcr.microsoft.com/dotnet/aspnet:${3:10.0-noble-chiseled}
WORKDIR /app
COPY --link --from=build /out ./
USER 1654:1654
EXPOSE ${4:8080}
ENTRYPOINT ["dotnet", "/app/$2.dll"]
