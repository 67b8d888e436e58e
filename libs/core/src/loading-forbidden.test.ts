import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { loadingForbidden, refuseWhereForbidden } from './loading-forbidden.ts';

const inherited = process.env.BCC_TS_LOAD;
before(() => {
  process.env.BCC_TS_LOAD = 'never';
});
after(() => {
  process.env.BCC_TS_LOAD = inherited;
});

it('names what was not loaded, and why', () => {
  assert.equal(loadingForbidden(), true);
  assert.throws(() => refuseWhereForbidden('opensnoop'), {
    message: 'cannot load opensnoop: BCC_TS_LOAD=never forbids it on this machine',
  });
  process.env.BCC_TS_LOAD = '';
  assert.equal(loadingForbidden(), false);
});
