/** A name made of letters and digits alone, as CloudFormation's logical ids and Terraform's labels are. */
export function plainName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
  return /^[A-Za-z]/.test(plain) ? plain.slice(0, 100) : `Role${plain.slice(0, 96)}`
}
