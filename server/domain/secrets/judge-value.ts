import { entropyOf, looksRandom, wordShare } from './looks-random.ts'
import { isName, isOrdinary, isPlaceholder, isUuid } from './not-a-secret.ts'
import { type Speaks, wordsOf } from './speaking-name.ts'

const MAX_LENGTH = 4096
const SYMBOL = /[!@#$%^&*?~+=|\\;,()[\]{}<>"'`]/
const SEPARATOR = /[-_./: ]/
const SECRET_WORD = /pass|secret|token|credential|key/i

const hasMix = (text: string) =>
  /[0-9]/.test(text) || SYMBOL.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text))

/** Words with capitals and a number, as people make passwords up: names of secrets are mostly written small. */
const PASSPHRASE =
  /(?:^|[-_.])(?!(?:Prod|Dev|Test|Stag|Data|Db|Secret|Pass|Cred|Rds|Key|Token|Param))[A-Z][a-z]{2,}[-_.]?[A-Z][a-z]{2,}[-_.]?\d{2,6}[!?]?$/

function isPassword(value: string, name: string, prose: boolean): boolean {
  if (value.length < 5 || value.length > 256 || /\s/.test(value)) return false
  if (/^\d+$/.test(value)) return value.length >= 6 && !/^(?:19|20)\d{6}$/.test(value)
  if (wordsOf(value).join('') === wordsOf(name).join('')) return false
  if (PASSPHRASE.test(value)) return true
  const isWordy = isName(value)
  if (isWordy && SEPARATOR.test(value) && !SYMBOL.test(value)) return false
  if (isWordy && SECRET_WORD.test(value) && !/[0-9!@#$%^&*]/.test(value)) return false
  if (prose) return isPasswordInProse(value)
  return hasMix(value) || /^[a-z]+$/i.test(value)
}

/** What code and documents show as an example: `secret123`, `Pass1!`. */
const EXAMPLE =
  /^(?:my[-_]?)?(?:secret|password|passwd|pass|test|admin|token|key|s3cr3t|p@ssw0rd|pa55)[-_]?\d{0,8}[!.]?$/i

/** In code a plain word is mostly the name of a field, and brackets and escapes belong to a language. */
const isPasswordInProse = (value: string) =>
  (/[0-9!@#$%^&*]/.test(value) || (hasMix(value) && value.length >= 12 && wordShare(value) < 0.5)) &&
  /[a-z]/i.test(value) &&
  !EXAMPLE.test(value)

function isKey(value: string): boolean {
  if (value.length < 8 || value.length > MAX_LENGTH || /\s/.test(value)) return false
  if (isUuid(value)) return true
  if (value.length >= 16) return looksRandom(value) || isWeakSecret(value) || hasRandomEnd(value)
  const isMixed = /[0-9]/.test(value) && /[a-z]/i.test(value)
  return isMixed && !SEPARATOR.test(value) && wordShare(value) < 0.4 && entropyOf(value) >= 2.7
}

/** `acme-live-9f8e7d6c5b4a39281706`: a key with a label before it. */
const hasRandomEnd = (value: string) => looksRandom(/[-_.]([A-Za-z0-9]{16,})$/.exec(value)?.[1] ?? '')

/** A secret of a person's making: symbols and digits that no name of a thing has. */
const isWeakSecret = (value: string) =>
  /[!#$%^&*?~]/.test(value) && /[0-9]/.test(value) && /[a-z]/i.test(value)

/**
 * Whether a value is, for all that its name and its form tell, a secret itself. `prose`: it stands in running text, where
 * a plain word is no password.
 */
export function isSecretValue(says: Speaks, value: string, name: string, prose = false): boolean {
  if (says === undefined || value.length < 5 || isPlaceholder(value)) return false
  if (prose && (!/^[\x21-\x7e]+$/.test(value) || /[[\]{}()<>\\]/.test(value))) return false
  const ordinary = isOrdinary(value)
  if (says === 'password') return (!ordinary || /^\d+$/.test(value)) && isPassword(value, name, prose)
  if (ordinary) return false
  if (says === 'secret') return isKey(value)
  return value.length >= 20 && !isUuid(value) && looksRandom(value) && entropyOf(value) >= 3.3
}
