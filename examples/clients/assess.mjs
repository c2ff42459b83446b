// Assesses a photo and prints its damages:  node assess.mjs car.jpg [http://localhost:4000]
// With credentials: set TOKEN to an API key or an access token. Node 20 or newer, no packages.
import { openAsBlob } from 'node:fs'

const [photo, url = 'http://localhost:4000'] = process.argv.slice(2)

const query = `mutation ($photo: Photo!) {
  assessDamage(photo: $photo) {
    ... on Assessment { id status claim { id } damages { type part areaPct polygon confidence } }
    ... on Error { code message }
  }
}`

const form = new FormData()
form.set('operations', JSON.stringify({ query, variables: { photo: null } }))
form.set('map', JSON.stringify({ 0: ['variables.photo'] }))
form.set('0', await openAsBlob(photo), photo)

const response = await fetch(`${url}/graphql`, {
  method: 'POST',
  body: form,
  headers: process.env.TOKEN ? { Authorization: `Bearer ${process.env.TOKEN}` } : {},
})
const { data, errors } = await response.json()
if (errors) throw new Error(errors.map(({ message }) => message).join('; '))
const { code, message, ...assessment } = data.assessDamage
if (code) throw new Error(`${code}: ${message}`)
console.log(JSON.stringify(assessment))
