/** The version of the code that makes the features table of bronze and the calendar: raised with every change of what the same rows become. */
export const FEATURES_VERSION = 1;
