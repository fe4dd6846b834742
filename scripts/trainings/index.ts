export { formatTrainings, trainingsToCsv } from './list-trainings.ts';
export { readTrainings } from './read-trainings.ts';
