using TorchSharp;

namespace QuantDsl.Bits;

/// <summary>Training where every thread of .NET's pool is busy with something else, and libtorch was told to use one thread.</summary>
internal static class BusyPool
{
    /// <summary>Takes steps of a model, and prints their digests and what libtorch's number of threads is then.</summary>
    public static void Print<TModel>()
        where TModel : ISpanModel<TModel, float>
    {
        torch.set_num_threads(1);
        int threads = Environment.ProcessorCount; // the least that a pool can have at most
        ThreadPool.GetMaxThreads(out _, out int ports);
        ThreadPool.SetMinThreads(threads, 1);
        ThreadPool.SetMaxThreads(threads, ports);
        using ManualResetEventSlim end = new();
        using CountdownEvent busy = new(threads);
        for (int i = 0; i < 2 * threads; i++) // as many again wait behind them
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                if (!busy.IsSet)
                    busy.Signal();
                end.Wait();
            }, null);
        }
        busy.Wait();
        Steps.Print<TModel, float>(byTensors: false, withPacked: false);
        Console.WriteLine($"libtorch {torch.get_num_threads()}");
        end.Set();
        while (ThreadPool.PendingWorkItemCount > 0)
            Thread.Sleep(1);
    }
}
