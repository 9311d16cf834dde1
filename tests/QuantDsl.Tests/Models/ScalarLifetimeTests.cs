using System.Linq.Expressions;
using QuantDsl.Tests.Native;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Models;

/// <summary>libtorch reads numbers that belong to objects of .NET: the garbage collector must not free one meanwhile.</summary>
[Trait("Category", "Slow")]
public sealed class ScalarLifetimeTests
{
    private const int Steps = 3000;

    /// <summary>
    /// What is freed too early ends the process, or the step by an exception. Only optimised code lets go of an object while its method
    /// runs.
    /// </summary>
    [Fact]
    public void Models_train_while_garbage_is_collected_all_the_time()
    {
        ChildProcess.Result child = ChildProcess.Run(ChildProcess.CollectGarbage, ("DOTNET_TieredCompilation", "0"));

        Assert.True(child.ExitCode == 0, child.Output);
        Assert.Contains($"steps {Steps}", child.Output, StringComparison.Ordinal);
    }

    /// <summary>Runs in a child.</summary>
    internal static void Train()
    {
        new Thread(Collector()) { IsBackground = true }.Start();
        using var sums = new ManySums();
        using var recurrent = new ManyPositions();
        using Tensor features = ones(2, 4);
        using Tensor sequences = ones(2, 10, 2);
        using Tensor labels = zeros(2, ScalarType.Int64);
        int step = 0;
        for (; step < Steps; step++)
        {
            sums.Step(features, labels);
            recurrent.Step(sequences, labels);
        }
        Console.WriteLine($"steps {step}");
    }

    /// <summary>
    /// Code that is in no assembly: that of this one would wait, on another thread, for the initializer in which the child runs.
    /// </summary>
    private static ThreadStart Collector() => Expression.Lambda<ThreadStart>(Expression.Loop(Expression.Block(
        Expression.Call(typeof(GC), nameof(GC.Collect), [], Expression.Constant(0)),
        Expression.Call(typeof(GC), nameof(GC.WaitForPendingFinalizers), [])))).Compile();
}
