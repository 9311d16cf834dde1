namespace QuantDsl.Package.Tests;

/// <summary>What a run of <c>dotnet</c> gave.</summary>
/// <param name="Command">The command line.</param>
/// <param name="ExitCode">0 if it succeeded.</param>
/// <param name="Output">Both streams, lines ended by <c>\n</c>.</param>
internal sealed record DotnetResult(string Command, int ExitCode, string Output)
{
    internal DotnetResult AssertSucceeds()
    {
        Assert.True(ExitCode == 0, $"`{Command}` ends with {ExitCode}:\n{Output}");
        return this;
    }

    internal DotnetResult AssertFails()
    {
        Assert.True(ExitCode != 0, $"`{Command}` was expected to fail:\n{Output}");
        return this;
    }

    internal DotnetResult AssertSays(string text)
    {
        Assert.True(Output.Contains(text, StringComparison.Ordinal), $"`{Command}` was expected to say\n{text}\nbut says:\n{Output}");
        return this;
    }

    internal DotnetResult AssertDoesNotSay(string text)
    {
        Assert.False(Output.Contains(text, StringComparison.Ordinal), $"`{Command}` was expected not to say\n{text}\nbut says:\n{Output}");
        return this;
    }
}
