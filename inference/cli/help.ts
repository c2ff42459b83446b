export const usage = 'npm run --silent assess -- <photo|folder|zip>... [options]'

export const help = `Assesses vehicle damage from photos: type, part, outline and area of every damage.

Usage: ${usage}

  <photo>    JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF (its first picture)
  <folder>   every photo in it and in its sub-folders, in the order of their names
  <zip>      every photo in it

Options:
  --json                    one JSON object per photo and line on stdout; everything else on stderr
  --out DIR                 write NAME.annotated.jpg and NAME.json per photo, sub-folders as in the folder;
                            the photos of photos.zip come as DIR/photos.annotated.zip
  --out FILE.zip            write the same into one zip
  --detail standard|high    high also looks at overlapping tiles, for small damage; slower (default: standard)
  --min-confidence 0..1     show damages from this confidence on (default: the model's own threshold per type)
  -h, --help                this text
  -V, --version             version of dentgraph

Environment:
  MODEL_DIR                 folder with model.json (default: inference/model)
  INFERENCE_DEVICE          auto, cuda or cpu (default: auto)

Exit status: 0 if every photo was assessed, 1 if some failed (their line says why), 2 for wrong usage,
128 + the signal's number if one ended it early; what was finished by then is written.
`
