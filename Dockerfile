# The image of one commit: programs, pages, SQL and what they need, without a shell; nobody writes to it.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm ci --ignore-scripts --omit=dev --no-audit --no-fund
# Who may sign the database's certificate (infra/lib/constructs/image.ts).
ADD https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem certificates/rds.pem
RUN mkdir image && cp -a --parents package.json node_modules dist/programs web/dist web/public \
    database/migrations image/ \
  && find server -name '*.sql' -o -name '*.lua' | xargs cp --parents -t image/ \
  && mkdir image/certificates && cp certificates/rds.pem image/certificates/ && chmod -R a+rX image

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
COPY --from=build /app/image ./
USER 65532:65532
EXPOSE 3000
# The entry point of this base is node itself.
CMD ["--enable-source-maps", "--max-semi-space-size=64", "dist/programs/server.js"]
