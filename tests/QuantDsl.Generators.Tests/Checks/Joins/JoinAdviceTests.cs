using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks.Joins;

/// <summary>
/// D3: the advice about joins whose shapes differ names the stage and the argument that differ, and who follows it has a model that
/// compiles. Blocks of known networks, each with a slip that is easily made.
/// </summary>
public sealed class JoinAdviceTests
{
    public static TheoryData<string> Names => [.. JoinAdviceCases.Blocks.Select(block => block.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_what_differs(string name)
    {
        JoinAdviceCase block = JoinAdviceCases.Blocks.Single(block => block.Name == name);

        string message = Assert.Single(GeneratorHarness.Run(block.Model).Findings, finding => finding.Id == "QDSL0203").GetMessage();

        string advice = string.Join(", or ", block.Ways.Select(way => way.Advice));
        Assert.EndsWith($" differ. {advice}", message.Replace(" in more than channels", ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Who_follows_it_has_a_model_that_compiles(string name)
    {
        JoinAdviceCase block = JoinAdviceCases.Blocks.Single(block => block.Name == name);

        foreach (JoinAdviceWay way in block.Ways)
            GeneratorHarness.Run(way.Follow(block.Model)).AssertCompiles();
    }
}
