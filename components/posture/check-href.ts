/** The page of a check; for a rule of the organisation's own, its place among them. */
export function checkHref(id: string): string {
  return id.startsWith('own-') ? `/posture/rules?rule=${id}` : `/posture/checks/${id}`
}
