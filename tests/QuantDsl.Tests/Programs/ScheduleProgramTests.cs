namespace QuantDsl.Tests.Programs;

/// <summary>Programs with each schedule of the learning rate, and with weights that decay, word for word as a user would write them.</summary>
public sealed class ScheduleProgramTests
{
    [Theory]
    [InlineData("WarmedCosine.cs", "rises, then falls to nothing: True")]
    [InlineData("OneCycle.cs", "highest in the third or fourth epoch: True")]
    [InlineData("Exponential.cs", "a tenth less in each epoch: True")]
    [InlineData("MultiStep.cs", "3 rates")]
    [InlineData("Plateau.cs", "lower in the end: True")]
    [InlineData("Decaying.cs", "one rate: True")]
    public void Trains(string program, string expected) =>
        Assert.Equal(["accuracy above 90 %: True", expected], UserProgram.Run(program));
}
