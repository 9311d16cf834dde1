namespace Experiments.Options;

/// <summary>The command line is wrong; the message says what was expected, what was found and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
