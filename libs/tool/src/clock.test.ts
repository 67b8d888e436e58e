import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock, EventTime } from './clock.ts';

/** Noon of 2026-01-31 in UTC. */
const NOON_MS = Date.UTC(2026, 0, 31, 12);

function machine() {
  const state = { monotonic: 5_000_000_000n, wall: NOON_MS, precise: NOON_MS + 0.25 };
  const clock = new Clock({
    monotonic: () => state.monotonic,
    wallMs: () => state.wall,
    preciseWallMs: () => state.precise,
  });
  return { state, clock };
}

test('event timestamps become wall time with microseconds', () => {
  const { clock } = machine();
  assert.equal(clock.isoTime(5_000_000_000n), '2026-01-31T12:00:00.000250Z');
  assert.equal(clock.isoTime(6_123_456_789n), '2026-01-31T12:00:01.123706Z');
});

test('the time of day is local', () => {
  const { clock } = machine();
  const local = new Date(NOON_MS);
  const expected = [local.getHours(), local.getMinutes(), local.getSeconds()]
    .map((n) => String(n).padStart(2, '0'))
    .join(':');
  assert.equal(clock.clockTime(5_000_000_000n), expected);
  assert.equal(clock.clockTime(5_500_000_000n), expected);
  assert.notEqual(clock.clockTime(6_000_000_000n), expected);
});

test('the wall time follows when the clock is set', () => {
  const { clock, state } = machine();
  assert.equal(clock.isoTime(state.monotonic), '2026-01-31T12:00:00.000250Z');
  state.monotonic += 1_000_000_000n;
  state.precise += 1000;
  state.wall += 3_601_000;
  assert.equal(clock.isoTime(state.monotonic), '2026-01-31T12:00:01.000250Z');
  clock.refresh();
  assert.equal(clock.isoTime(state.monotonic), '2026-01-31T13:00:01.000000Z');
});

test('seconds count from the start, or from the first event', () => {
  const { clock } = machine();
  const time = new EventTime(clock);
  time.set(5_500_000_000n);
  assert.deepEqual([time.sinceStart, time.sinceFirst], [0.5, 0]);
  time.set(7_250_000_000n);
  assert.deepEqual([time.sinceStart, time.sinceFirst], [2.25, 1.75]);
  assert.equal(time.ns, 7_250_000_000n);
});

test("the machine's own clocks agree with Date", () => {
  const clock = new Clock();
  const wall = Number(clock.wallNs(clock.now()) / 1_000_000n);
  assert.ok(Math.abs(wall - Date.now()) < 50);
});
