namespace QuantDsl.Tests.Data;

/// <summary>What every error about data must be: a DatasetException that says what was expected, what was found, and where.</summary>
internal static class Refusal
{
    /// <summary>Runs something that must be refused, and checks that the message has all parts.</summary>
    public static string Of(Action action, params string[] parts)
    {
        DatasetException error = Assert.Throws<DatasetException>(action);
        Assert.Contains("expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains(", found ", error.Message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        return error.Message;
    }

    /// <summary>Whatever is wrong with bytes, the answer is data or a DatasetException that begins with the file.</summary>
    public static bool OfBytes(Action action, string file, string what)
    {
        Exception? error = Record.Exception(action);
        if (error is null)
            return false;
        if (error is not DatasetException)
            Assert.Fail($"{what}: {error}");
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        return true;
    }
}
