import { z } from 'zod'

/** Where tenants keep photos to be assessed by prefix: `[{"tenant":"acme","prefix":"s3://inbox/acme/"}]`. */
export const prefixesSchema = z.array(
  z.object({ tenant: z.string().min(1), prefix: z.string().regex(/^s3:\/\/[a-z0-9.-]+\/(.*\/)?$/) }),
)
