#!/usr/bin/env bash
# Builds the container and asks it, where Docker is: both targets, or those that are named.
#
#     inference/image/verify.sh [cpu] [cuda]
#
# Prints the digests of the base images and the sizes, so that they can be written down with a release. `cuda` is
# started only where Docker can give it a GPU; its libraries are looked up in any case.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v docker >/dev/null || { echo 'Expected docker but received none' >&2; exit 2; }
docker info >/dev/null 2>&1 || { echo 'Expected a running Docker but received no answer from it' >&2; exit 2; }

photo=${PHOTO:-examples/dented_and_scratched.jpg}
model="$PWD/inference/model"
container=
trap '[ -z "$container" ] || docker rm --force "$container" >/dev/null' EXIT
fail() { echo "$1: $2" >&2; exit 1; }

for target in "${@:-cpu cuda}"; do for target in $target; do
  image="dentgraph-inference:$target"
  docker build --platform linux/amd64 --file inference/Dockerfile --target "$target" --tag "$image" .
  docker image inspect "$image" --format "$target: {{.Size}} bytes, user {{.Config.User}}"
  [ "$(docker image inspect "$image" --format '{{.Config.User}}')" = 10001:10001 ] || fail "$target" 'it runs as root'
  docker run --rm --entrypoint sh "$image" -c '! ls /opt/ml/model/*.onnx 2>/dev/null' || fail "$target" 'it holds a model'
  if [ "$target" = cuda ]; then
    missing=$(docker run --rm --entrypoint sh "$image" -c \
      'ldd /opt/dentgraph/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so' |
      grep 'not found' | grep -v libcuda.so.1 || true)
    [ -z "$missing" ] || fail cuda "libraries are missing: $missing"
    docker run --rm --gpus all --entrypoint true "$image" 2>/dev/null || { echo 'cuda: no GPU here, not started'; continue; }
    gpu='--gpus all'
  else
    gpu=
  fi
  # As SageMaker does it: no network but its own, a model that cannot be written, the argument "serve".
  # shellcheck disable=SC2086
  container=$(docker run --detach $gpu --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    --publish 127.0.0.1::8080 --volume "$model:/opt/ml/model:ro" "$image" serve)
  address=$(docker port "$container" 8080)
  for _ in $(seq 120); do curl --silent --fail "http://$address/ping" && break; sleep 1; done
  curl --silent --fail "http://$address/ping" || { docker logs "$container"; fail "$target" 'it is not ready after two minutes'; }
  answer=$(curl --silent --fail --data-binary "@$photo" "http://$address/invocations") || fail "$target" 'it does not answer'
  grep -q "\"device\":\"${target}\"" <<<"$answer" || fail "$target" "it answers from another device: ${answer:0:200}"
  docker stop --time 30 "$container" >/dev/null
  [ "$(docker inspect "$container" --format '{{.State.ExitCode}}')" = 0 ] || fail "$target" 'it does not end cleanly'
  docker rm "$container" >/dev/null; container=
  echo "$target: answers $photo, ends on SIGTERM"
done; done
docker image ls --digests --format '{{.Repository}}:{{.Tag}} {{.Digest}}' | grep -E '^(node|python|nvidia/cuda):' || true
