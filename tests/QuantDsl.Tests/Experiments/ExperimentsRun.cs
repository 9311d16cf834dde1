using Program = global::Experiments.Program;

namespace QuantDsl.Tests.Experiments;

/// <summary>One run of the sample in this process; what it starts are processes of their own.</summary>
internal sealed record ExperimentsRun(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    public static ExperimentsRun Of(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Program.Run(args, output, error);
        return new ExperimentsRun(code, output.ToString(), error.ToString());
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
