type Blind = { service: string; why: string }

/** Services whose use cannot be seen, by reason: the reason is said once for all that share it. */
export function blindByReason(blind: Blind[]): { why: string; services: string[] }[] {
  const reasons = Map.groupBy(blind, ({ service, why }) => why.replace(` of ${service}`, ''))
  return [...reasons].map(([why, of]) => ({ why, services: of.map((one) => one.service) }))
}
