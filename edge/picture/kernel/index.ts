// @ts-nocheck AssemblyScript, compiled by build.ts; TypeScript does not know its types.
export { clahe } from './clahe'
export { luma, replaceLuma } from './colour'
export { countDifferences, sumEdges } from './edges'
export { shrink } from './shrink'
