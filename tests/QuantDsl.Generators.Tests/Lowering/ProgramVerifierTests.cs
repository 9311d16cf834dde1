using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Lowering;

/// <summary>The verifier finds what a defect of differentiating or lowering would leave.</summary>
public sealed class ProgramVerifierTests
{
    private static readonly LoweredModel LeNet5 = Model("LeNet5", TestModels.LeNet5);

    private static readonly LoweredModel Residual = Model("Residual", TestModels.Residual);

    [Fact]
    public void Every_kernel_that_is_left_out_is_missed()
    {
        foreach (LoweredModel model in new[] { LeNet5, Residual })
        {
            foreach ((int loop, int index) in Places(model.Training))
            {
                Kernel kernel = model.Training.Loops[loop].Kernels[index];
                bool hasResult = kernel.Writes.Any() || kernel.Arguments.OfType<Argument.ParameterGradient>().Any();
                LoweredProgram program = Edit(model.Training, loop, kernels => kernels.RemoveAt(index));
                if (hasResult)
                    Assert.Throws<InvalidOperationException>(() => ProgramVerifier.Verify(program, model.Parameters));
                else
                    ProgramVerifier.Verify(program, model.Parameters); // nothing in memory depends on it: a look, or the mean loss
            }
        }
    }

    [Fact]
    public void Neighbours_that_are_swapped_are_found_unless_neither_needs_the_other()
    {
        int found = 0;
        foreach ((int loop, int index) in Places(Residual.Training).Where(place => place.Index > 0))
        {
            IReadOnlyList<Kernel> kernels = Residual.Training.Loops[loop].Kernels;
            (Kernel first, Kernel second) = (kernels[index - 1], kernels[index]);
            bool areDependent = first.Writes.Any(value => second.Reads.Contains(value) || second.Writes.Contains(value));
            LoweredProgram program = Edit(Residual.Training, loop, list => (list[index - 1], list[index]) = (second, first));
            if (areDependent)
                Assert.Throws<InvalidOperationException>(() => ProgramVerifier.Verify(program, Residual.Parameters));
            else
                ProgramVerifier.Verify(program, Residual.Parameters);
            found += areDependent ? 1 : 0;
        }

        Assert.True(found > 10, $"Only {found} pairs of neighbours depend on each other.");
    }

    [Theory]
    [InlineData("another space", "works by tile in a loop over sample")]
    [InlineData("a loop that units share", "shares a loop though its units may need what other units write")]
    [InlineData("a gradient that is missing", "but parameters")]
    [InlineData("a gradient that is written twice", "writes the gradient of weight again")]
    [InlineData("a value that is written twice", "again")]
    [InlineData("a border that is not cleared", "whose border is not cleared")]
    [InlineData("a border that is cleared late", "too late or again")]
    [InlineData("a value that nobody writes", "which nobody has written")]
    public void Finds(string defect, string message)
    {
        LoweredProgram whole = LeNet5.Training;
        (int Loop, int Index) linear = Find(kernel => kernel.Layer == "Fc1" && kernel.Function == ".Forward");
        (int Loop, int Index) border = Find(kernel => kernel.Words == "border");
        (int Loop, int Index) gradient = Find(kernel =>
            kernel.Layer == "Out" && kernel.Arguments.OfType<Argument.ParameterGradient>().Any(one => one.Parameter == "weight"));
        Kernel Of((int Loop, int Index) place) => whole.Loops[place.Loop].Kernels[place.Index];
        LoweredProgram program = defect switch
        {
            "another space" => Edit(whole, linear.Loop - 1, kernels => kernels.Add(Of(linear))),
            "a loop that units share" => Edit(whole, linear.Loop, kernels => kernels.Add(Of(linear))),
            "a gradient that is missing" => Edit(whole, gradient.Loop, kernels => kernels.RemoveAt(gradient.Index)),
            "a gradient that is written twice" =>
                new LoweredProgram(whole.Forward, [.. whole.Backward, new Loop(Of(gradient).Space, [Of(gradient)])], []),
            "a value that is written twice" => Edit(whole, 0, kernels => kernels.Add(kernels[0])),
            "a border that is not cleared" => Edit(whole, border.Loop, kernels => kernels.RemoveAt(border.Index)),
            "a border that is cleared late" => Edit(whole, border.Loop, kernels =>
            {
                kernels.Add(kernels[border.Index]);
                kernels.Insert(border.Index, kernels[border.Index]);
            }),
            "a value that nobody writes" => Edit(whole, 0, kernels => kernels.RemoveAt(0)),
            _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "No such defect."),
        };

        InvalidOperationException error =
            Assert.Throws<InvalidOperationException>(() => ProgramVerifier.Verify(program, LeNet5.Parameters));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static LoweredModel Model(string name, string source) =>
        LoweredModel.AllOf(GeneratorHarness.Compilation(source)).Single(model => model.Name == name);

    private static IEnumerable<(int Loop, int Index)> Places(LoweredProgram program) =>
        program.Loops.SelectMany((loop, number) => loop.Kernels.Select((_, index) => (number, index)));

    private static (int Loop, int Index) Find(Func<Kernel, bool> isIt) =>
        Places(LeNet5.Training).First(place => isIt(LeNet5.Training.Loops[place.Loop].Kernels[place.Index]));

    /// <summary>The program with the kernels of one loop changed; a loop that has none left goes.</summary>
    private static LoweredProgram Edit(LoweredProgram program, int number, Action<List<Kernel>> edit)
    {
        List<Kernel> kernels = [.. program.Loops[number].Kernels];
        edit(kernels);
        Loop[] loops = [.. program.Loops.Select((loop, index) => index == number ? loop with { Kernels = kernels } : loop)];
        int forward = program.Forward.Count, backward = forward + program.Backward.Count;
        return new LoweredProgram(NotEmpty(..forward), NotEmpty(forward..backward), NotEmpty(backward..));

        IReadOnlyList<Loop> NotEmpty(Range range) => [.. loops[range].Where(loop => loop.Kernels.Count > 0)];
    }
}
