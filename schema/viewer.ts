import type { Principal } from '../api/principal.ts'
import { builder } from './builder.ts'
import { RoleEnum } from './enums.ts'

const Viewer = builder.objectRef<Principal>('Viewer').implement({
  description: 'Who asks: on whose behalf, under which name, and what they may do.',
  fields: (t) => ({
    tenant: t.exposeString('tenant', { description: 'The company whose records these are.' }),
    subject: t.exposeString('subject', { description: 'As the audit trail names them.' }),
    role: t.expose('role', {
      type: RoleEnum,
      description: 'Each role may do what a lower one may: SUBMITTER, ADJUSTER, ADMIN.',
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Whose credentials these are, for pages that leave out what their visitor may not do.',
    resolve: (_root, _args, { principal }) => principal,
  }),
)
