import type { CompiledStatement } from './compiled-policy.ts'
import type { PolicyPrincipal } from './policy-document.ts'
import { not, some, type Truth, truth } from './truth.ts'

/** Who asks. `*` is anyone at all, not signed in; an account id or root ARN of type AWS is some principal of that account. */
export type RequestPrincipal = {
  type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*'
  value: string
}

const WHOLE_ACCOUNT = /^(?:(\d{12})|arn:[\w-]+:iam::(\d{12}):root)$/
const PRINCIPAL_ARN = /^arn:[\w-]+:(iam|sts)::(\d{12}):(role|user|assumed-role|federated-user)\/(.+)$/

/** The account that a principal stands for as a whole: an account id or the ARN of its root. */
export function accountOfPrincipal(value: string): string | undefined {
  const found = WHOLE_ACCOUNT.exec(value)
  return found?.[1] ?? found?.[2]
}

/** Whether the statement's Principal or NotPrincipal means who asks; false where it has neither. */
export function matchesPrincipal(statement: CompiledStatement, principal: RequestPrincipal): Truth {
  const { principals, notPrincipals } = statement
  if (notPrincipals.length > 0) return not(some(notPrincipals, (one) => isMeant(one, principal)))
  return some(principals, (one) => isMeant(one, principal))
}

/** Source: IAM user guide, element Principal: a wildcard stands alone, `AWS: "*"` is everyone, an account is all in it. */
function isMeant(named: PolicyPrincipal, asking: RequestPrincipal): Truth {
  if (named.value === '*')
    return truth(named.type === '*' || named.type === 'AWS' || named.type === asking.type)
  if (named.type !== asking.type) return 'false'
  return named.type === 'AWS' ? isMeantOfAws(named.value, asking.value) : truth(named.value === asking.value)
}

function isMeantOfAws(named: string, asking: string): Truth {
  const wholeAccount = accountOfPrincipal(named)
  const askingAccount = accountOfPrincipal(asking)
  const namedArn = PRINCIPAL_ARN.exec(named)
  const askingArn = PRINCIPAL_ARN.exec(asking)
  if (wholeAccount) return truth(wholeAccount === (askingAccount ?? askingArn?.[2]))
  if (askingAccount) return namedArn?.[2] === askingAccount ? 'unknown' : 'false'
  if (named === asking) return 'true'
  if (!namedArn || !askingArn || namedArn[2] !== askingArn[2]) return 'false'
  const [one, other] = [namedArn[3], askingArn[3]]
  if (roleName(namedArn) !== roleName(askingArn)) return 'false'
  if (one === 'role' && other === 'assumed-role') return 'true'
  return one === 'assumed-role' && other === 'role' ? 'unknown' : 'false'
}

/** The role's name: the last part of a role's path, the first of a session's. Undefined for users. */
function roleName([, , , kind, rest = '']: RegExpExecArray): string | undefined {
  if (kind === 'role') return rest.split('/').at(-1)
  return kind === 'assumed-role' ? rest.split('/')[0] : undefined
}
