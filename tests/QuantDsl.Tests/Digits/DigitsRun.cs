using Program = global::Digits.Program;

namespace QuantDsl.Tests.Digits;

/// <summary>One run of the sample in this process.</summary>
internal sealed record DigitsRun(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    public static DigitsRun Of(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Program.Run(args, output, error);
        return new DigitsRun(code, output.ToString(), error.ToString());
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
