import type { Texts } from '../texts/en.ts'
import type { Format } from '../texts/format.ts'
import { typeName } from '../texts/naming.ts'
import type { DiagramFinding } from './types.ts'

/** `Dent, severe, 12 % of the part` of one finding. */
export function describeFinding(
  { type, severity, areaPct }: DiagramFinding,
  texts: Texts,
  format: Format,
): string {
  const said = [typeName(texts, type), texts.names.severities[severity]]
  if (areaPct !== null) said.push(texts.diagram.area(format.percent(areaPct, areaPct < 10 ? 1 : 0)))
  return said.join(', ')
}

export const describeFindings = (findings: readonly DiagramFinding[], texts: Texts, format: Format): string =>
  findings.map((finding) => describeFinding(finding, texts, format)).join('; ')
