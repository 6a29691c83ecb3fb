import fc from 'fast-check'

// The same inputs in every ordinary run; the long form (npm run campaign) looks at others. A failure names its seed.
const { PROPERTY_SEED } = process.env
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(PROPERTY_SEED ?? 20_261_122) })
