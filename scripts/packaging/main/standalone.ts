/** Main script of an executable with one tool. */
import { embeddedNames, embeddedText, provideAddon, runEmbedded } from './embedded.ts';
import { printText } from './print-text.ts';

const file = embeddedNames('tools/')[0]!;
if (process.argv.length === 3 && process.argv[2] === '--licenses') {
  printText(file.replace(/\.code$/, ''), embeddedText('LICENSES'));
} else {
  provideAddon();
  runEmbedded(`tools/${file}`);
}
