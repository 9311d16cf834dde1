namespace Experiments.Runs;

internal static class MethodNames
{
    /// <summary>The values of <c>--method</c>: the methods for quantized weights.</summary>
    public static readonly IReadOnlyList<string> Choices = [Method.Laq.Name(), Method.Blaq.Name(), Method.Discard.Name()];

    /// <summary>Name on the command line and in file names.</summary>
    public static string Name(this Method method) => method switch
    {
        Method.Adam => "adam",
        Method.Laq => "laq",
        Method.Blaq => "blaq",
        Method.Discard => "discard",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    /// <summary>Name in tables and figures.</summary>
    public static string Title(this Method method) => method switch
    {
        Method.Adam => "full precision",
        Method.Laq => "LAQ",
        Method.Blaq => "BLAQ",
        Method.Discard => "BLAQ, trial moments discarded",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    /// <summary>Whether the method backtracks, and therefore has a period and a blend.</summary>
    public static bool Backtracks(this Method method) => method is Method.Blaq or Method.Discard;

    /// <summary>The method with this name.</summary>
    public static Method Parse(string name) => Enum.GetValues<Method>().Single(method => method.Name() == name);
}
