/** A worker thread that reads events until it is ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { only, openProgram } from './fixture.ts';

const object = openProgram('maps');
only(object, 'emit');
object.load();
const emit = () => object.programs.emit!.testRun({ data: new Uint8Array(64), repeat: 20 });
let seen = 0;
object.maps.records.open({
  onEvent() {
    if (workerData?.fails) throw new Error('from the callback');
    seen++;
  },
  onBatch() {
    parentPort?.postMessage(seen);
    emit();
  },
});
emit();
