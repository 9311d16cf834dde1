namespace Experiments.Options;

/// <summary>A wrong option: the message says what was expected, what came and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
