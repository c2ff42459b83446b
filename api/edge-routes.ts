import { isPhotoId } from '../edge/photo-keys.ts'
import type { Photos } from '../edge/photos.ts'
import type { PhotoIndex } from './photos/photo-index.ts'
import type { Principal } from './principal.ts'
import { StoreBusy } from './store/table.ts'

/** The edge in this process, or what passes requests on to it. */
export interface EdgeApp {
  fetch(request: Request, bindings?: any): Promise<Response> | Response
}

/**
 * The edge's routes within the API's server: what a tenant brings in becomes its own. The edge itself
 * knows of no tenants; what it hands out is protected by its signed links.
 */
export function createEdgeRoutes(edge: EdgeApp, index: PhotoIndex, photos: Pick<Photos, 'get'>) {
  return async (request: Request, principal: Principal | null, bindings: unknown): Promise<Response> => {
    const response = await edge.fetch(request, bindings)
    if (!principal || response.status !== 201) return response
    const body = await response.text()
    const { id } = JSON.parse(body) as { id: string }
    const isNew = await index.own(principal.tenant, { id })
    // Somebody erased the same photo just then: sent again, it is taken in anew.
    if (isNew && isPhotoId(id) && !(await photos.get(id))) throw new StoreBusy()
    return new Response(body, response)
  }
}
