declare module 'vader-sentiment' {
  export const SentimentIntensityAnalyzer: {
    /** `compound` is the sentiment of the whole text, -1 (worst) to 1 (best). */
    polarity_scores(text: string): { compound: number };
  };
}
