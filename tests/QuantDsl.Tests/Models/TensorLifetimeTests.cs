using System.Linq.Expressions;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Native;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>libtorch reads numbers that belong to objects of .NET: the garbage collector must not free one meanwhile.</summary>
[Trait("Category", "Slow")]
public sealed class TensorLifetimeTests
{
    private const int Steps = 20_000;

    /// <summary>
    /// What is freed too early ends the process, or the step by an exception. Only optimised code lets go of an object while its method
    /// runs.
    /// </summary>
    [Fact]
    public void Copies_that_nobody_keeps_are_read_while_garbage_is_collected_all_the_time()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.CollectGarbage, ("DOTNET_TieredCompilation", "0"));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains($"steps {Steps}", child.Output, StringComparison.Ordinal);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Read()
    {
        new Thread(Collector()) { IsBackground = true }.Start();
        using var model = new TinyMlp();
        Layer layer = model.Layers[0];
        long sum = 0;
        int step = 0;
        for (; step < Steps; step++)
        {
            sum += layer.Latent.shape[0] + layer.Quantized.shape[0];
            using Tensor difference = layer.FirstMoment.add(layer.SecondMoment, Scalars.One);
            sum += difference.shape[0];
        }
        Console.WriteLine($"steps {step}, {sum}");
    }

    /// <summary>
    /// Code that is in no assembly: that of this one would wait, on another thread, for the initializer in which the child runs.
    /// </summary>
    internal static ThreadStart Collector() => Expression.Lambda<ThreadStart>(Expression.Loop(Expression.Block(
        Expression.Call(typeof(GC), nameof(GC.Collect), [], Expression.Constant(0)),
        Expression.Call(typeof(GC), nameof(GC.WaitForPendingFinalizers), [])))).Compile();
}
