using System.Collections.Concurrent;

var app = WebApplication.CreateBuilder(args).Build();
var orders = new ConcurrentDictionary<int, Order>();

app.MapGet("/orders/{id:int}", (int id) => orders.TryGetValue(id, out var order) ? Results.Ok(order) : Results.NotFound());
app.MapPost("/orders", (Order order) =>
{
    orders[order.Id] = order;
    return Results.Created($"/orders/{order.Id}", order);
});
app.MapGet("/healthz", () => Results.Ok());
app.Run();

sealed record Order(int Id, string Customer, decimal Total);
