namespace QuantDsl.Generators.Tests.Checks.Joins;

/// <summary>One way of an advice.</summary>
/// <param name="Advice">Its words.</param>
/// <param name="Edits">What who follows it writes, line by line: the beginning of a line's name, and what becomes of it.</param>
public sealed record JoinAdviceWay(string Advice, params (string Old, string New)[] Edits)
{
    /// <summary>The model after it.</summary>
    public string Follow(string model)
    {
        foreach ((string old, string @new) in Edits)
        {
            Assert.Equal(2, model.Split(old).Length); // written once
            model = model.Replace(old, @new);
        }
        return model;
    }
}
