/** Shannon entropy of a text's characters, in bits a character; of its first 4,096 characters. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  const seen = text.slice(0, 4096)
  for (const character of seen) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / seen.length) * Math.log2(count / seen.length)
  return bits
}

const SHORT_WORDS = new Set(
  'api app aws arn bus cdn cfg cmd crm css ctl dbs dev dns dlq ddb ecs ecr efs elb erp etl ftp gcp geo git gpu hr iam img int iot jwt kms lib log mfa mgr mq msg nat npm ops org oss pci pgp php pkg png pos prd prod qa rds ref rpc s3 sbx sdk sftp shp sns sql sqs srv ssh ssm sso stg svc sys tcp tls tmp tst uat udp uid url usr vpc vpn waf web www xml zip'.split(
    ' ',
  ),
)
const CONSONANTS = /[bcdfghjklmnpqrstvwxz]{5}/
const SEGMENT = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+/g

/** The share of a text's letters that stand in what reads as words: near 1 for names, near 0 for random text. */
export function wordShare(text: string): number {
  let letters = 0
  let inWords = 0
  for (const [segment] of text.slice(0, 4096).matchAll(SEGMENT)) {
    if (segment >= '0' && segment <= '9:') continue
    letters += segment.length
    if (isWord(segment.toLowerCase())) inWords += segment.length
  }
  return letters === 0 ? 0 : inWords / letters
}

function isWord(segment: string): boolean {
  if (SHORT_WORDS.has(segment)) return true
  if (segment.length < 3 || CONSONANTS.test(segment)) return false
  const vowels = segment.replace(/[^aeiouy]/g, '').length / segment.length
  return segment.length === 3 ? vowels > 0 && vowels < 1 : vowels >= 0.2 && vowels <= 0.7
}

const HEX = /^[a-f0-9]+$/i

/** Groups of digits that no name without separators has. */
const RANDOM_DIGIT_GROUPS = 4

/** Whether a text has the look of a key that a machine made: enough different characters, and no words. */
export function looksRandom(text: string): boolean {
  if (text.length < 16) return false
  if (HEX.test(text)) return /[0-9]/.test(text) && /[a-f]/i.test(text) && entropyOf(text) >= 2.8
  if (!/[A-Za-z]/.test(text) || !/[0-9+/=_-]/.test(text) || entropyOf(text) < 3.1) return false
  if (/^[A-Za-z0-9+/=]+$/.test(text) && (text.match(/[0-9]+/g)?.length ?? 0) >= RANDOM_DIGIT_GROUPS)
    return true
  const isMixed =
    /^[A-Za-z0-9]+$/.test(text) && /[0-9]/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text)
  return wordShare(text) < (isMixed ? 0.75 : 0.55)
}
