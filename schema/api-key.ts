import type { ApiKey } from '../api/auth/api-keys.ts'
import { requireRole } from '../api/principal.ts'
import { builder } from './builder.ts'
import { RoleEnum } from './enums.ts'
import { claimErrors } from './errors.ts'

const ApiKeyType = builder.objectRef<ApiKey>('ApiKey').implement({
  description: 'A key with which a machine calls. The key itself is shown once, when it is made.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    role: t.expose('role', { type: RoleEnum }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    createdBy: t.exposeString('createdBy'),
  }),
})

const NewApiKey = builder.objectRef<{ key: string; apiKey: ApiKey }>('NewApiKey').implement({
  description: 'A key that was just made, the only time that it is shown.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'To be sent as `Authorization: Bearer …`. Keep it; nobody can read it again.',
    }),
    apiKey: t.expose('apiKey', { type: ApiKeyType }),
  }),
})

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKeyType],
    description: 'For admins.',
    resolve: (_root, _args, { api, principal }) => {
      requireRole(principal, 'admin')
      return api.apiKeys.list(principal.tenant)
    },
  }),
)

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: NewApiKey,
    description: 'Makes a key for a machine, of this tenant. For admins.',
    errors: { types: claimErrors },
    args: { name: t.arg.string({ required: true }), role: t.arg({ type: RoleEnum, required: true }) },
    resolve: (_root, { name, role }, { api, principal }) => {
      requireRole(principal, 'admin')
      return api.apiKeys.create(principal, name, role)
    },
  }),
  revokeApiKey: t.field({
    type: ApiKeyType,
    description: 'From then on nobody is let in with it. For admins.',
    errors: { types: claimErrors },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { api, principal }) => {
      requireRole(principal, 'admin')
      return api.apiKeys.revoke(principal.tenant, id)
    },
  }),
}))
