namespace QuantDsl.Tests.Programs;

/// <summary>The console of a user's program, of which several run at the same time.</summary>
public static class ProgramConsole
{
    private static readonly AsyncLocal<List<string>?> Current = new();

    /// <summary>Keeps a line.</summary>
    public static void WriteLine(object? line) => Current.Value?.Add($"{line}");

    /// <summary>Runs a program and returns the lines that it has written.</summary>
    internal static string[] Of(Action run)
    {
        List<string> lines = [];
        Current.Value = lines;
        run();
        Current.Value = null;
        return [.. lines];
    }
}
