#!/bin/sh
# Assesses a photo and prints its damages:  sh assess.sh car.jpg [http://localhost:4000]
# With credentials: set TOKEN to an API key or an access token.
set -eu
photo=$1
url=${2:-http://localhost:4000}
curl --silent --show-error --fail-with-body "$url/graphql" \
  ${TOKEN:+--header "Authorization: Bearer $TOKEN"} \
  --form operations='{
    "query": "mutation ($photo: Photo!) { assessDamage(photo: $photo) { ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } } ... on Error { code message } } }",
    "variables": { "photo": null }
  }' \
  --form map='{ "0": ["variables.photo"] }' \
  --form "0=@$photo"
