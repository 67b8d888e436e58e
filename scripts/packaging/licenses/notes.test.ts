import assert from 'node:assert/strict';
import { test } from 'node:test';
import { licenseText } from './notes.ts';

test('the notes of parts have titles', () => {
  const notes = [
    { title: 'One', text: 'a\n' },
    { title: 'Other', text: 'b' },
  ];
  assert.equal(licenseText(notes), 'One\n===\n\na\n\n\nOther\n=====\n\nb\n');
});
