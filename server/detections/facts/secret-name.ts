/**
 * The name of a secret, whether its name or its ARN was given: an ARN ends in a hyphen and six characters of its own.
 * Source: Secrets Manager user guide, secret ARN.
 */
export function secretName(given: string): string {
  const [, name] = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(given) ?? []
  return name === undefined ? given : name.replace(/-[A-Za-z0-9]{6}$/, '')
}
